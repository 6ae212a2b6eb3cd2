print("data_loader")
